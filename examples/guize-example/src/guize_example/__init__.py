"""An example of a package that teaches guize a format and adds a stage."""
