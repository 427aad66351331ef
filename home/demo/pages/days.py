"""On which days does something take place, as seen from the day of loading?"""

from datetime import date, timedelta

SATURDAY = 5


def workday(day: date) -> date:
    """Return the day, or the Monday after it where it falls on a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def tuesday_after(day: date) -> date:
    """Return the first Tuesday after a day."""
    return day + timedelta(days=(1 - day.weekday()) % 7 or 7)
