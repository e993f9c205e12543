//! Dutybell sandbox.
