/** The header of an .npy file in C order, such as `npyHeader('<f8', '(2, 3)')`. */
export const npyHeader = (descr: string, shape: string): string =>
  `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;

/** An .npy file with such a header, padded only if that is asked for. */
export function npyFile(header: string, data: ArrayBufferView, { version = 1, align = 1 } = {}): Buffer {
  const start = version === 1 ? 10 : 12;
  const padded = header.padEnd(align * Math.ceil((header.length + start) / align) - start);
  const length = Buffer.alloc(start - 8);
  length.writeUIntLE(padded.length, 0, start - 8);
  const magic = Buffer.from(`\x93NUMPY${String.fromCharCode(version)}\0`, 'latin1');
  const body = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return Buffer.concat([magic, length, Buffer.from(padded), body]);
}
