"""The web archive: pages, feeds and calendars, made of the same contributions as the mails."""
