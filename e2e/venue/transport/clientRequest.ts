/** A message of a client: every member may be absent or of a wrong type. */
export interface ClientRequest {
  readonly method?: unknown;
  readonly params?: unknown;
  readonly id?: unknown;
  readonly op?: unknown;
  readonly req_id?: unknown;
  readonly args?: unknown;
}

/** An empty request when the text is no JSON object. */
export function parseClientRequest(text: string): ClientRequest {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
