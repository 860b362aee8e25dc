/** The smallest trade or liquidation a tape shows, in dollars. */

import { formatRoundUsd } from '../../shared/text/format';
import { TAPE_THRESHOLDS } from '../stores/uiStore';
import { Select } from '../ui/Select';

export function ThresholdSelect(props: {
  readonly name: string;
  readonly value: number;
  readonly onChange: (minUsd: number) => void;
}) {
  return (
    <Select name={props.name} value={String(props.value)} onChange={(value) => props.onChange(Number(value))}>
      {TAPE_THRESHOLDS.map((usd) => (
        <option key={usd} value={usd}>
          {usd === 0 ? 'All sizes' : `≥ ${formatRoundUsd(usd)}`}
        </option>
      ))}
    </Select>
  );
}
