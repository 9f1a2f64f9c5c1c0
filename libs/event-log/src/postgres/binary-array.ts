/** A type of Postgres in its binary form: its oid in the catalogue, and how one element is measured and written. */
export interface ElementType<Element> {
  readonly oid: number;
  readonly size: (element: Element) => number;
  /** Writes exactly `size` bytes. */
  readonly write: (into: Buffer, element: Element, at: number) => void;
}

export const uuid: ElementType<string> = {
  oid: 2950,
  size: () => 16,
  write(into, element, at) {
    const digits = element.replaceAll('-', '');
    if (digits.length !== 32 || into.write(digits, at, 'hex') !== 16) throw new TypeError(`${element} is not a uuid.`);
  },
};

export const bytea: ElementType<Buffer> = {
  oid: 17,
  size: (element) => element.length,
  write: (into, element, at) => element.copy(into, at),
};

export const int: ElementType<number> = {
  oid: 23,
  size: () => 4,
  write: (into, element, at) => into.writeInt32BE(element, at),
};

export const text: ElementType<string> = {
  oid: 25,
  size: (element) => Buffer.byteLength(element),
  write: (into, element, at) => into.write(element, at),
};

/** JSON as text, behind the number of the format. */
export const jsonb: ElementType<string> = {
  oid: 3802,
  size: (element) => Buffer.byteLength(element) + 1,
  write(into, element, at) {
    into[at] = 1;
    into.write(element, at + 1);
  },
};

/** Bytes before the elements: dimensions, whether there are nulls, oid, number of elements, first index. */
const HEAD = 20;

/**
 * An array without nulls as pg sends a Buffer: in the binary form. Written as text it is escaped here and parsed there, which
 * for large groups costs as much as storing half an event.
 */
export function binaryArray<Element>({ oid, size, write }: ElementType<Element>, elements: readonly Element[]): Buffer {
  const sizes = elements.map(size);
  const array = Buffer.allocUnsafe(sizes.reduce((sum, bytes) => sum + 4 + bytes, HEAD));
  [1, 0, oid, elements.length, 1].forEach((field, index) => array.writeInt32BE(field, index * 4));
  let at = HEAD;
  elements.forEach((element, index) => {
    array.writeInt32BE(sizes[index]!, at);
    write(array, element, at + 4);
    at += 4 + sizes[index]!;
  });
  return array;
}
