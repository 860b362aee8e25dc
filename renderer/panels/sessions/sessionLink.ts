/** The address that opens a session, at a moment if one is given: in the desktop app, or in this browser host. Pure. */

export function sessionLink(
  id: string,
  timeMs: number | null,
  page: { readonly desktop: boolean; readonly origin: string },
): string {
  const time = timeMs === null ? '' : String(Math.floor(timeMs));
  if (page.desktop) {
    return `breakwater://session/${encodeURIComponent(id)}${time === '' ? '' : `?t=${time}`}`;
  }
  const query = new URLSearchParams(time === '' ? { session: id } : { session: id, t: time });
  return `${page.origin}/?${query}`;
}
