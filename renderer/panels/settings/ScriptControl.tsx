/** The scenario of the simulated market, or the chapter of it to begin at. */
import { useSettings } from '../../stores/context';
import { useChapters, useScenarios } from '../../stores/useScenarios';
import { usePatch } from './usePatch';

export function ScriptControl(props: {
  readonly id: string;
  readonly kind: 'scenario' | 'chapter';
  readonly describedBy: string;
}) {
  const patch = usePatch();
  const scenarios = useScenarios();
  const chapters = useChapters();
  const chosen = useSettings((state) => state.settings?.simulation);
  if (chosen === undefined) return null;
  const ofScenario = props.kind === 'scenario';
  const value = ofScenario ? chosen.scenario : (chosen.chapter ?? '');
  const offered = ofScenario ? scenarios : [{ id: '', title: 'Where the scenario says' }, ...chapters];
  return (
    <select
      id={props.id}
      className="select"
      value={value}
      aria-describedby={props.describedBy}
      onChange={({ currentTarget: { value: id } }) =>
        // A chapter is of one scenario: another one begins where it says.
        patch({
          simulation: ofScenario ? { scenario: id, chapter: null } : { chapter: id === '' ? null : id },
        })
      }
    >
      {offered.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
      {!offered.some(({ id }) => id === value) && <option value={value}>{value}</option>}
    </select>
  );
}
