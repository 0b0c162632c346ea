// Confirm dialogs: asked before anything is sent.
import { createContext, useCallback, useContext, useState } from 'react';
import { Dialog } from './dialog.jsx';
import { Text } from './mrkdwn.jsx';

const ConfirmContext = createContext(async () => true);

// `await confirm(element)`: true if there is nothing to ask, or the answer was yes. The pane draws
// the question: `children` is given it.
export const useConfirm = () => useContext(ConfirmContext);

export function ConfirmProvider({ children }) {
  const [question, setQuestion] = useState(null);
  const ask = useCallback(
    ({ confirm }) => (confirm ? new Promise((resolve) => setQuestion({ confirm, resolve })) : Promise.resolve(true)),
    [],
  );
  const answer = (yes) => {
    question.resolve(yes);
    setQuestion(null);
  };
  return (
    <ConfirmContext.Provider value={ask}>
      {children(question && <Question confirm={question.confirm} answer={answer} />)}
    </ConfirmContext.Provider>
  );
}

function Question({ confirm, answer }) {
  return (
    <Dialog title={<Text of={confirm.title} />} className="confirm" onEscape={() => answer(false)} onCross={() => answer(false)}>
      <div className="dialog-body"><Text of={confirm.text} /></div>
      <footer>
        <button type="button" className="button" onClick={() => answer(false)}><Text of={confirm.deny} /></button>
        <button type="button" className={`button ${confirm.style === 'danger' ? 'danger' : 'primary'}`} onClick={() => answer(true)} data-first>
          <Text of={confirm.confirm} />
        </button>
      </footer>
    </Dialog>
  );
}
