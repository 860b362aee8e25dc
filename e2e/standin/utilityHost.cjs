/**
 * Runs a script as Electron's utility process would: with `process.parentPort`, and without the channel of
 * Node's own that carries it. CommonJS without a build step: it is started by plain Node.
 */
const { EventEmitter } = require('node:events');

/** @type {Map<number, HostPort>} */
const ports = new Map();
const toMain = /** @type {NonNullable<typeof process.send>} */ (process.send).bind(process);

/** An end of a channel that main has sent here; holds messages back until it is started. */
class HostPort extends EventEmitter {
  /** @type {unknown[] | null} */
  #waiting = [];
  /** @type {number} */
  #number;

  /** @param {number} number */
  constructor(number) {
    super();
    this.#number = number;
  }

  /** @param {unknown} data */
  postMessage(data) {
    if (ports.has(this.#number)) send({ type: 'portMessage', port: this.#number, data });
  }

  start() {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const data of waiting) this.emit('message', { data, ports: [] });
  }

  close() {
    if (ports.delete(this.#number)) send({ type: 'portClose', port: this.#number });
  }

  /** @param {unknown} data */
  arrive(data) {
    if (this.#waiting === null) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }
}

class ParentPort extends EventEmitter {
  /** @type {object[]} */
  #waiting = [];

  constructor() {
    super();
    this.on('newListener', (name) => {
      if (name === 'message') setImmediate(() => this.#release());
    });
  }

  /** @param {unknown} data */
  postMessage(data) {
    send({ type: 'message', data });
  }

  /** @param {{ data: unknown, ports: HostPort[] }} event */
  arrive(event) {
    this.#waiting.push(event);
    if (this.listenerCount('message') > 0) this.#release();
  }

  #release() {
    for (const event of this.#waiting.splice(0)) this.emit('message', event);
  }
}

/** @param {object} crossing */
function send(crossing) {
  if (process.connected) toMain(crossing);
}

const parentPort = new ParentPort();

process.on('message', (/** @type {any} */ crossing) => {
  if (crossing.type === 'portMessage') ports.get(crossing.port)?.arrive(crossing.data);
  else if (crossing.type === 'portClose') {
    const port = ports.get(crossing.port);
    ports.delete(crossing.port);
    port?.emit('close');
  } else {
    const received = crossing.ports.map((/** @type {number} */ number) => {
      const port = new HostPort(number);
      ports.set(number, port);
      return port;
    });
    parentPort.arrive({ data: crossing.data, ports: received });
  }
});
// Electron ends its utility processes with the app.
process.on('disconnect', () => process.exit(1));

Object.defineProperty(process, 'parentPort', { value: parentPort });
// The script finds itself where Node's own main script would stand.
process.argv.splice(1, 1);
require(process.argv[1] ?? '');
