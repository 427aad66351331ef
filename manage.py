#!/usr/bin/env python
"""Which command shall the site run?"""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "home.settings.dev")
    execute_from_command_line(sys.argv)
