// Behaviour of the shell. Each module looks for its own data- attributes and does nothing without.
import "./keys.js";
import "./dialogs.js";
import "./bulk.js";
import "./record.js";
import "./passkeys.js";
import "./upload.js";
