"""The same world twice, with and without one hidden thing: nobody it is hidden from can tell."""
