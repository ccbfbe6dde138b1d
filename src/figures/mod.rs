//! What each figure of the prose rests on: a sum that the program computes, a datum typed once, a source, a declaration, or
//! nothing. A figure that rests on nothing may be the words of a datum: the reference that would print it is proposed.

mod cells;
mod choice;
mod inventory;
mod tally;

pub use tally::FigureTally;

pub use inventory::{
    CitableData, FigureStanding, FigureUse, FiguresOfFile, Inventory, Proposal, inventory, of_file,
};
