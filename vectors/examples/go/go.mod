module ampwire.example/example

go 1.21

require ampwire.example/vectors v0.1.0

// Until the module has a home: the folder `vectors` of a checkout, or a copy of it.
replace ampwire.example/vectors => ../..
