"""`python -m guize.cli`."""

from guize.cli import main

main()
