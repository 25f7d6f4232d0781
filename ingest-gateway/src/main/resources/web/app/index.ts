import './page/theme.css';
import './page/operator-console';
