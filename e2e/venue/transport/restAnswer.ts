/** A REST request as the protocols see it, and what they answer. */

export interface RestRequest {
  readonly path: string;
  readonly query: URLSearchParams;
}

export interface RestAnswer {
  readonly status: number;
  readonly body: unknown;
}

export function answer(body: unknown): RestAnswer {
  return { status: 200, body };
}

/** A whole number of the query between 1 and `maximum`; `fallback` when absent or unusable. */
export function limitOf(request: RestRequest, fallback: number, maximum: number): number {
  const limit = numberOf(request, 'limit') ?? fallback;
  return Number.isInteger(limit) && limit > 0 ? Math.min(limit, maximum) : fallback;
}

/** A number of the query; undefined when absent or no number. */
export function numberOf(request: RestRequest, name: string): number | undefined {
  const text = request.query.get(name);
  if (text === null || text === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
