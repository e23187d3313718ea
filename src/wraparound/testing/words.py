"""Words for made-up families: names, needs, strengths and plans as the practice says them."""

from __future__ import annotations

GIVEN_NAMES = (
    "Amara", "Benito", "Calla", "Dov", "Esi", "Farid", "Greta", "Hiro", "Ines", "Juno",
    "Kofi", "Léa", "Mateo", "Nia", "Odalys", "Pax", "Quyên", "Rosa", "Søren", "Tavita",
)  # fmt: skip
FAMILY_NAMES = (
    "Abara", "Bell-Okoro", "Castellanos", "Dubois", "Eze", "Fontaine", "Gutiérrez", "Hale",
    "Ibsen", "Jimale", "Kealoha", "Lindqvist", "Morningside", "Núñez", "O’Dell", "Pham",
)  # fmt: skip
PRONOUNS = ("she/her", "he/him", "they/them", "")
LANGUAGES = ("en", "es", "vi", "ht", "fr-CA", "ase")
AREAS = ("north-county", "river-ward", "east-side")
STREETS = ("Alder Row", "Ferry Lane", "Quarry Road", "Sycamore Court")

NEEDS = (
    "needs to know that the people at home will still be there in the morning",
    "needs to feel that one grown-up at school is glad to see him",
    "needs to believe that a bad day does not mean losing everybody",
    "needs to feel safe enough to sleep through the night",
    "needs to feel that her word counts when others decide about her",
    "needs to trust that asking for help will not be used against the family",
    "needs a place where being loud and quick is welcome",
    "needs to know that somebody has her back on the hard nights",
)
DISGUISED_SERVICES = (
    "needs individual therapy twice a week",
    "needs a mentor",
    "needs to attend anger management",
)
"""Services dressed up as needs, for rules that should notice."""
REASONS_BENEATH = (
    "Two moves at night in one year, with no time to say goodbye",
    "Was blamed in front of the class and has not forgotten it",
    "Has carried the nights alone since the second job began",
    "Lost the one uncle who always came when called",
)
STRENGTHS = (
    ("Draws whole comics from memory", "Drawing settles the hour after school"),
    ("Cooks for a crowd without a recipe", "Cooking together brings the brothers to one table"),
    ("Remembers every bus line in town", "Planning the trip keeps the morning calm"),
    ("Sings in two church choirs", "Singing gives Sunday a shape that the week leans on"),
    ("Makes small children laugh", "Laughing loosens the hour before bedtime"),
    ("Fixes bicycles with the neighbours", "Work with the hands makes talking easier"),
)
STRATEGIES = (
    "Grandmother telephones at bedtime and tells one true family story",
    "The choir gives a ride on Thursdays and keeps a seat in the front row",
    "The coach walks home with him after practice and they name one good thing",
    "Mornings start with the bus map, and the first stop is chosen together",
    "Neighbours keep a list of who can come over when a night turns hard",
    "The drawing table stands ready before anybody talks about school",
)
OTHER_IDEAS = (
    "A weekend away with the cousins",
    "A quiet corner in the classroom",
    "Meeting at the library and not at the office",
    "A text to the facilitator on hard mornings",
)
OUTCOMES = (
    ("Sleeps in her own bed", "Nights in her own bed", "nights a week", 1, 5),
    ("Walks into school by himself", "Mornings walked in alone", "mornings a week", 0, 4),
    ("Hard nights end without a call to the police", "Hard nights handled", "of ten nights", 2, 8),
    ("The family eats together", "Shared dinners", "dinners a week", 1, 4),
)
TASKS = (
    "Put the list of names on the refrigerator",
    "Ask the choir who drives past on Thursdays",
    "Bring new pens and set up the table",
    "Telephone on two school nights and say how it went",
)
VISIONS = (
    "Dinner together and quiet nights",
    "Everybody under one roof, and music again on Sundays",
    "A year without moving, and a summer to look forward to",
)
MISSIONS = (
    "Together we make the nights safe and the mornings easy",
    "We find what each child is good at and build on it",
)
GROUND_RULES = ("Everybody finishes their sentence", "No surprises", "We start with what went well")
CULTURE = (
    "Elders speak first; Sunday belongs to church and to the long lunch",
    "Spanish at home, English at school, and nobody is asked to choose",
    "Shoes off, food first, business later",
)
STORIES = (
    "They came here after the flood and built everything twice",
    "Three generations in two rooms, and a dog that thinks it is in charge",
)
CONCERNS = ("The nights", "That school will call again", "Losing the apartment")
TRIGGERS = ("Shouting next door", "A change of plans without warning", "A night without a call")
EARLY_SIGNS = ("Stops answering", "Lights stay on past ten", "Paces by the door")
PREVENTION = ("Put the kettle on and sit down", "Draw for ten minutes", "Walk the dog together")
RESPONSES = (
    "Telephone the neighbours on the list",
    "Grandmother comes over",
    "Call the mobile team",
)
NOT_TO_DO = ("Do not stand in the doorway", "Do not raise old stories")
ACCOMPLISHMENTS = (
    "Four calm nights in a row",
    "The whole family at the school concert",
    "He asked for help before it got loud",
)
DECISIONS = (
    "Keep the bedtime call",
    "Start the mornings later",
    "Ask the coach to the next meeting",
)
CARE_AGENCIES = ("Meridian Care Coordination", "Open Door Wraparound", "Bridge Family Network")
PROVIDERS = ("Larkspur Youth Services", "Tidewater Counseling", "Cedar Hollow Respite")
SCHOOLS = ("Harbor Middle School", "Prospect High School")
CATEGORIES = ("in_home", "respite", "therapy", "mentoring", "family_peer_support")
SERVICE_NAMES = {
    "in_home": "Help at home in the evening",
    "respite": "A weekend of respite",
    "therapy": "Talking and drawing with a therapist",
    "mentoring": "Afternoons with a mentor",
    "family_peer_support": "A parent who has been there",
}
INSTRUMENTS = ("CANS", "CAFAS", "CASII")
ITEM_CODES = ("sleep", "school", "adjustment_to_trauma", "caregiver_stress")
REFERRAL_REASONS = ("risk_of_placement", "school_trouble", "court_involvement")
"""Program codes, not sentences."""
