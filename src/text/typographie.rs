//! French typography of plain text.
