/**
 * Who may talk to the browser host.
 *
 * A page of any site can send requests to 127.0.0.1, and a rebound DNS name can make them look local; so
 * every request must name us as its Host, must not name another Origin, and must carry the cookie that was
 * given in exchange for the token of this run. The token is in the URL that is printed in the terminal.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const SECRET_BYTES = 32;

export class Access {
  /** Random for each run; only in the start URL. */
  readonly token = randomBytes(SECRET_BYTES).toString('base64url');
  readonly #visitor = randomBytes(SECRET_BYTES).toString('base64url');
  readonly #cookieName: string;
  readonly #hosts: readonly string[];

  constructor(port: number) {
    // Cookies do not know ports: two hosts on one machine need two names.
    this.#cookieName = `breakwater-${port}`;
    this.#hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  }

  /** The Host a request names, when it is one of ours. */
  hostOf(request: IncomingMessage): string | null {
    const { host } = request.headers;
    return host !== undefined && this.#hosts.includes(host) ? host : null;
  }

  /** True for a request that names no Origin (a navigation), or ours. */
  isNotForeign(request: IncomingMessage, host: string): boolean {
    return request.headers.origin === undefined || this.isFromUs(request, host);
  }

  /** True when the request names exactly the origin it is sent to. Browsers always name one on upgrades. */
  isFromUs(request: IncomingMessage, host: string): boolean {
    return request.headers.origin === `http://${host}`;
  }

  acceptsToken(text: string): boolean {
    return equalSecrets(text, this.token);
  }

  /** A session cookie that scripts cannot read and other sites cannot send. */
  cookie(): string {
    return `${this.#cookieName}=${this.#visitor}; Path=/; HttpOnly; SameSite=Strict`;
  }

  hasCookie(request: IncomingMessage): boolean {
    const prefix = `${this.#cookieName}=`;
    const cookies = request.headers.cookie?.split(';') ?? [];
    return cookies
      .map((cookie) => cookie.trim())
      .some(
        (cookie) => cookie.startsWith(prefix) && equalSecrets(cookie.slice(prefix.length), this.#visitor),
      );
  }
}

/** Takes the same time wherever the texts differ, and whatever their lengths. */
function equalSecrets(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
