/** Something that a person has to change before a start can work; the message has a line for each thing. */
export class CannotStart extends Error {}
