/** Something that a user wrote down. */
export interface Widget {
  readonly id: string;
  readonly ownerId: string;
  /** 1–`MAX_TEXT` characters. */
  readonly text: string;
  readonly version: number;
  readonly createdAt: Date;
}

/** Characters; the database checks it too. */
export const MAX_TEXT = 200;

/** A new widget of a user's. ID and time are arguments, so that the rule is pure. */
export function newWidget(o: { id: string; ownerId: string; text: string; now: Date }): Widget {
  return { id: o.id, ownerId: o.ownerId, text: o.text, version: 1, createdAt: o.now };
}

/** Whether somebody may read it. @param userId null for a guest */
export const mayRead = (widget: Widget, userId: string | null): boolean => widget.ownerId === userId;
