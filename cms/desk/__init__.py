"""Where do translators and coordinators work? Their screens in the admin; what they do is in cms.languages.translation."""
