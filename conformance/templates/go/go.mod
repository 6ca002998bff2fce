module ampwire-adapter

go 1.21
