"""What developers run by `make`."""
