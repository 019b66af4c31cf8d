import { randomFillSync } from 'node:crypto';

const ID_BYTES = 16;

// Asking the system for random bytes costs more than an id of them, and an id
// is made for every event.
const random = Buffer.alloc(ID_BYTES * 256);
let next = random.length;

/** A new identifier: 128 random bits as 32 hexadecimal digits. */
export const newId = (): string => {
  if (next === random.length) {
    randomFillSync(random);
    next = 0;
  }
  const start = next;
  next += ID_BYTES;
  return random.toString('hex', start, next);
};
