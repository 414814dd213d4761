"""Where everything stands on the sheets, for writer and reader alike."""
