// The stack of modals of one person, the last one on top.
import { useMemo, useRef, useState } from 'react';
import { Blocks } from './blocks.jsx';
import { control } from './control.js';
import { Dialog } from './dialog.jsx';
import { Warning } from './icons.jsx';
import { Text } from './mrkdwn.jsx';
import { SurfaceContext, useActing } from './surface.jsx';

const place = { surface: 'modal' };

function Modal({ seen, common, buried, complain }) {
  const { view, errors, loading, trouble } = seen;
  const { user } = common;
  const acting = useActing(user, place, complain);
  // What the client refuses before anything is sent; gone with the next version of the view.
  const [refused, setRefused] = useState({ hash: '', missing: new Set(), errors: {} });
  const submitting = useRef(false);
  const fresh = refused.hash === view.hash;

  const submit = async () => {
    if (!view.submit || loading || submitting.current) return;
    submitting.current = true;
    try {
      await acting.settle();
      const { result, blocks = [], errors: complaints = {} } = await control('submit', { user });
      const mine = result === 'invalid' || result === 'required';
      setRefused({ hash: view.hash, missing: new Set(blocks), errors: mine ? complaints : {} });
    } catch (fault) {
      complain(fault.message);
    } finally {
      submitting.current = false;
    }
  };
  const close = (all) => control('close', { user, all }).catch((fault) => complain(fault.message));

  const surface = useMemo(() => ({
    ...common,
    ...acting,
    values: view.state.values,
    errors: fresh ? { ...refused.errors, ...errors } : errors,
    missing: fresh ? refused.missing : undefined,
    disabled: loading || buried,
    submit,
  }), [common, acting, seen, refused, buried]);

  return (
    <SurfaceContext.Provider value={surface}>
      <Dialog className="modal" title={<Text of={view.title} />} buried={buried} onEscape={() => close(false)} onCross={() => close(true)}>
        <div className="dialog-body" aria-busy={loading}><Blocks blocks={view.blocks} /></div>
        {trouble && <p className="trouble" role="alert"><Warning /> {trouble}</p>}
        <footer>
          <button type="button" className="button" onClick={() => close(false)}>
            {view.close ? <Text of={view.close} /> : view.submit ? 'Cancel' : 'Close'}
          </button>
          {view.submit && (
            <button type="button" className="button primary" aria-busy={loading || undefined} disabled={loading || view.submit_disabled} onClick={submit}>
              <span className="button-text"><Text of={view.submit} /></span>
            </button>
          )}
        </footer>
      </Dialog>
    </SurfaceContext.Provider>
  );
}

export const Modals = ({ modals, ...rest }) =>
  modals.map((seen, at) => <Modal key={seen.view.id} seen={seen} buried={at < modals.length - 1} {...rest} />);
