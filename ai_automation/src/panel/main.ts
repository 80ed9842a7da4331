import "./app.ts";
import { mirrorTheme } from "./host.ts";

mirrorTheme();
