// Layouts.
