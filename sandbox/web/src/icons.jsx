// The few pictures of the page's own, drawn so that no font has to have them.
const Icon = ({ children }) => <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">{children}</svg>;

export const Clock = () => <Icon><circle cx="8" cy="8" r="6.500" /><path d="M8 4v4l2.500 2" /></Icon>;
export const Warning = () => <Icon><path d="M8 2 15 14H1zM8 6.500v3.500M8 12v.1" /></Icon>;
export const Eye = () => <Icon><path d="M1 8s2.500-4.500 7-4.500S15 8 15 8s-2.500 4.500-7 4.500S1 8 1 8z" /><circle cx="8" cy="8" r="2" /></Icon>;
