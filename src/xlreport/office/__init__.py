"""What an office brings: its roster, waivers, texts and theme."""
