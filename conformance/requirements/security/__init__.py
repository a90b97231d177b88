"""Requirements on what strangers must not get or reach."""
