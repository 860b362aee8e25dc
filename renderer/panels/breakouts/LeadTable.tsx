/** Who moved first, spot or futures: the verdict, and every test with what it was decided on. */
import type { Lead } from '../../../shared/model/structure';
import { leadInputs, leadVerdict, voteWords } from './breakoutWords';
import { Moment } from './Moment';

export function LeadTable({ lead }: { readonly lead: Lead | null }) {
  return (
    <table>
      <caption>Who leads</caption>
      <thead>
        <tr>
          <th scope="col">Test</th>
          <th scope="col">Vote</th>
          <th scope="col">Decided on</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td colSpan={3} className="breakouts-words">
            {lead === null ? (
              <span className="muted">Not known: there are not both spot and futures prices of it.</span>
            ) : (
              <>
                <strong>{leadVerdict(lead)}</strong>{' '}
                <span className="muted">
                  est. · <Moment timeMs={lead.fromMs} /> – <Moment timeMs={lead.toMs} />
                </span>
              </>
            )}
          </td>
        </tr>
        {lead?.tests.map((test) => (
          <tr key={test.id}>
            <th scope="row" className="breakouts-plain">
              {test.title}
            </th>
            <td className={test.vote === 'none' ? 'muted' : undefined}>{voteWords(test.vote)}</td>
            <td className="breakouts-words muted">{leadInputs(lead, test.id)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
