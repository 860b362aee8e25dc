/** The scenarios the simulated market can run; asked for once, when the engine is there. */
import { useEffect, useState } from 'react';
import type { Scenario } from '../../shared/contract/values';
import { useApp, useConnection, useSettings } from './context';

const NONE: readonly Scenario[] = [];

export function useScenarios(): readonly Scenario[] {
  const { engine } = useApp();
  const connected = useConnection((state) => state.status.state === 'ready');
  const [scenarios, setScenarios] = useState(NONE);
  useEffect(() => {
    if (!connected) return;
    let ended = false;
    void engine.call('listScenarios', {}).then((answer) => {
      if (answer.ok && !ended) setScenarios(answer.value);
    });
    return () => {
      ended = true;
    };
  }, [engine, connected]);
  return scenarios;
}

/** The chapters of the scenario that is chosen; none of one that is a file of the user's own. */
export function useChapters(): Scenario['chapters'] {
  const chosen = useSettings((state) => state.settings?.simulation.scenario);
  return useScenarios().find(({ id }) => id === chosen)?.chapters ?? [];
}
