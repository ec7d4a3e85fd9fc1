// Package opinion asks a language model for a second opinion on a report: a [Client]
// speaks the chat interface of OpenAI, as Ollama and others do too, and [Compare] says
// where the model and sitmap disagree.
//
// The model is not trusted, and neither is the report that it reads. All it can do is
// point at words: every quote must occur in the report letter by letter, every type must
// be one of ACLED's, coordinates are thrown away, and no other word of the answer is
// ever shown or stored. A proposal becomes no event and changes none; [Mark] writes a
// caution on the places of events about which the two disagree, for a person to look at.
//
// The report's text leaves the process. That is why the endpoint must be on this machine
// unless [Options].Remote says otherwise, which is checked on the address really dialled.
package opinion
