"""The process as it should run: clocks, phases, activities, all worked out from the record."""
