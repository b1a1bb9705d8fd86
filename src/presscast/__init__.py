"""presscast: a written script in, a finished podcast episode out."""

__version__ = "0.1.0"
