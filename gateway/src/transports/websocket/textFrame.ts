const finalText = 0x81;
/** Lengths from which on they take two and eight bytes of their own. */
const [medium, long] = [126, 65_536];

/** A text message of two parts as one WebSocket frame of a server (RFC 6455, section 5.2). */
export function textFrame(head: Buffer, tail: Buffer): Buffer {
  const length = head.length + tail.length;
  const start = length < medium ? 2 : length < long ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = finalText;
  if (length < medium) frame[1] = length;
  else if (length < long) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeUInt32BE(0, 2);
    frame.writeUInt32BE(length, 6);
  }
  head.copy(frame, start);
  tail.copy(frame, start + head.length);
  return frame;
}

/**
 * Makes bytes of a text and `suffix`, and keeps the last ones: a response goes to all sockets of its group in a row.
 */
export function sharedBytes(suffix: string): (text: string) => Buffer {
  let last: string | undefined;
  let bytes = Buffer.alloc(0);
  return (text) => {
    if (text === last) return bytes;
    bytes = Buffer.from(text + suffix);
    last = text;
    return bytes;
  };
}
