/** Icon files of Windows and macOS: containers of PNG images. */

/** Size of an image to its type in an icns file. */
const ICNS_TYPES = {
  16: 'icp4',
  32: 'icp5',
  64: 'icp6',
  128: 'ic07',
  256: 'ic08',
  512: 'ic09',
  1024: 'ic10',
};
const ICO_LARGEST = 256;
const ICO_HEADER_BYTES = 6;
const ICO_ENTRY_BYTES = 16;

/**
 * @param {ReadonlyMap<number, Buffer>} images PNG by edge in pixels; those too large for the format are left out
 * @returns {Buffer}
 */
export function icoFile(images) {
  const fitting = [...images].filter(([size]) => size <= ICO_LARGEST);
  const header = Buffer.alloc(ICO_HEADER_BYTES + ICO_ENTRY_BYTES * fitting.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(fitting.length, 4);
  let offset = header.length;
  fitting.forEach(([size, png], index) => {
    const at = ICO_HEADER_BYTES + ICO_ENTRY_BYTES * index;
    // A byte cannot hold 256: the format writes it as 0.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...fitting.map(([, png]) => png)]);
}

/**
 * @param {ReadonlyMap<number, Buffer>} images PNG by edge in pixels; sizes the format does not know are left out
 * @returns {Buffer}
 */
export function icnsFile(images) {
  const chunks = Object.entries(ICNS_TYPES).flatMap(([size, type]) => {
    const png = images.get(Number(size));
    return png === undefined ? [] : [chunk(type, png)];
  });
  return chunk('icns', Buffer.concat(chunks));
}

/**
 * @param {string} type four letters
 * @param {Buffer} content
 */
function chunk(type, content) {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(content.length + header.length, 4);
  return Buffer.concat([header, content]);
}
