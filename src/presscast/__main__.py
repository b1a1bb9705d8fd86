"""`python -m presscast` is the command `presscast`."""

from presscast.cli import main

if __name__ == "__main__":
    main()
