"""`python -m digitdemo`: the command line."""

import sys

from digitdemo.cli import main

sys.exit(main())
