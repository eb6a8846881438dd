"""What a simulated city did before it began: made quickly, told roughly, sent as history."""
