"""What is sent to departments: templates, annotated copies and migrated returns."""
