module ampwire.example/vectors

go 1.21
