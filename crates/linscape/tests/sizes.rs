//! A problem that is scaled by a power of two is the same problem: not a digit of a trajectory changes.
