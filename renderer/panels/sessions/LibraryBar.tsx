/** Search, order and tag of the list of sessions. */
import { Select } from '../../ui/Select';
import { type LibraryView, SORTS, type Sort } from './libraryView';

export function LibraryBar(props: {
  readonly view: LibraryView;
  readonly tags: readonly string[];
  readonly onChange: (view: LibraryView) => void;
}) {
  const { view, tags, onChange } = props;
  return (
    <div className="sessions-library">
      <input
        type="search"
        className="text-input"
        aria-label="Search the sessions"
        placeholder="Search title, asset, tag, date"
        value={view.search}
        onChange={(event) => onChange({ ...view, search: event.currentTarget.value })}
      />
      <Select name="Order" value={view.sort} onChange={(sort) => onChange({ ...view, sort: sort as Sort })}>
        {Object.entries(SORTS).map(([sort, word]) => (
          <option key={sort} value={sort}>
            {word}
          </option>
        ))}
      </Select>
      {tags.length > 0 && (
        <Select
          name="Tag"
          value={view.tag ?? ''}
          onChange={(tag) => onChange({ ...view, tag: tag === '' ? null : tag })}
        >
          <option value="">All tags</option>
          {tags.map((tag) => (
            <option key={tag} value={tag}>
              {tag}
            </option>
          ))}
        </Select>
      )}
    </div>
  );
}
