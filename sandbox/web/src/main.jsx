// The way in: the page itself, or the gallery of every block and element.
import '@fontsource/lato/latin-400.css';
import '@fontsource/lato/latin-ext-400.css';
import '@fontsource/lato/latin-400-italic.css';
import '@fontsource/lato/latin-700.css';
import '@fontsource/lato/latin-ext-700.css';
import '@fontsource/lato/latin-900.css';
import 'react-day-picker/style.css';
import './style/page.css';
import './style/blocks.css';
import './style/fields.css';
import './style/strip.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.jsx';
import { Gallery } from './gallery.jsx';

createRoot(document.getElementById('page')).render(location.pathname === '/gallery' ? <Gallery /> : <App />);
